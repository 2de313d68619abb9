"""Where cinder-volume begins (a stand-in)."""


def main():
    return 0
