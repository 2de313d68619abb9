"""Where nova-compute begins (a stand-in)."""


def main():
    return 0
