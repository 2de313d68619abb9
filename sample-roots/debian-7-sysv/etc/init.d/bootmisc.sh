#!/bin/sh
### BEGIN INIT INFO
# Provides:          bootmisc
# Required-Start:    $remote_fs
# Required-Stop:
# Should-Start:      udev
# Default-Start:     S
# Default-Stop:
# Short-Description: Odds and ends of a boot
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
