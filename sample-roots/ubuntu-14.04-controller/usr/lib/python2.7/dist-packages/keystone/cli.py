"""Where keystone-all begins (a stand-in)."""


def main():
    return 0
