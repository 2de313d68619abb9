#!/bin/sh
### BEGIN INIT INFO
# Provides:          mountnfs
# Required-Start:    $local_fs $network
# Required-Stop:
# Default-Start:     S
# Default-Stop:
# Short-Description: Mount network file systems
### END INIT INFO

case "$1" in
start|restart|force-reload) : ;;
stop) : ;;
*) echo "usage: $0 {start|stop}" >&2; exit 3 ;;
esac
