#!/bin/sh
### BEGIN INIT INFO
# Provides:          mountkernfs
# Required-Start:
# Required-Stop:
# Default-Start:     S
# Default-Stop:
# Short-Description: Kernel file systems
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
