"""Where glance-api begins (a stand-in)."""


def main():
    return 0
