TARGETS = mountkernfs.sh hostname.sh udev mountdevsubfs.sh checkroot.sh mountall.sh mountnfs.sh networking bootmisc.sh
INTERACTIVE = udev checkroot.sh
udev: mountkernfs.sh
mountdevsubfs.sh: udev
checkroot.sh: mountdevsubfs.sh hostname.sh
mountall.sh: checkroot.sh
mountnfs.sh: mountall.sh networking
networking: mountkernfs.sh mountall.sh
bootmisc.sh: udev mountnfs.sh mountall.sh
