#!/bin/sh
### BEGIN INIT INFO
# Provides:          hostname
# Required-Start:
# Required-Stop:
# Default-Start:     S
# Default-Stop:
# Short-Description: Set the host name from /etc/hostname
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
