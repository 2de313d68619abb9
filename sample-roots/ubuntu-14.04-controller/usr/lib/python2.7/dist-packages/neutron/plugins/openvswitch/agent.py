"""Where neutron-openvswitch-agent begins (a stand-in)."""


def main():
    return 0
