"""Where the clean-up begins (a stand-in)."""


def main():
    return 0
