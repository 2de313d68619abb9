"""Where nova-api begins (a stand-in)."""


def main():
    return 0
