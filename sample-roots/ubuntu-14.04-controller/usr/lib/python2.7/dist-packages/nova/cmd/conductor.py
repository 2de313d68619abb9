"""Where nova-conductor begins (a stand-in)."""


def main():
    return 0
