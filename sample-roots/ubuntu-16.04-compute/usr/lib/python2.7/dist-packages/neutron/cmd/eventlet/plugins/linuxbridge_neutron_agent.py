"""Where the agent begins (a stand-in)."""


def main():
    return 0
