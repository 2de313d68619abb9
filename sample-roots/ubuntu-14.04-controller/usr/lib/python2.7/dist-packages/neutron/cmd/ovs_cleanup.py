"""Where neutron-ovs-cleanup begins (a stand-in)."""


def main():
    return 0
