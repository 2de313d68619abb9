#!/bin/sh
### BEGIN INIT INFO
# Provides:          mountall
# Required-Start:    checkroot
# Required-Stop:
# Default-Start:     S
# Default-Stop:
# Short-Description: Mount what fstab names
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
