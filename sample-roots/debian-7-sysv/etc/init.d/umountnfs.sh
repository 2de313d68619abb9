#!/bin/sh
### BEGIN INIT INFO
# Provides:          umountnfs
# Required-Start:
# Required-Stop:
# X-Stop-After:      sendsigs
# Default-Start:
# Default-Stop:      0 6
# Short-Description: Unmount network file systems
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
