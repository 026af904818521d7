#!/bin/sh
# Runs a command in a network of its own: loopback, and a way out with all of the world behind it at which nobody listens.
# Whoever runs in it counts what went out (tests/network.rs). It needs no rights: `unshare -rn sh tests/alone.sh COMMAND …`.
set -eu
ip link set lo up
ip link add out type veth peer name away
for n in out away; do
    echo 1 > /proc/sys/net/ipv6/conf/$n/disable_ipv6
    ip link set $n up
done
ip addr add 10.87.0.2/24 dev out
ip route add default via 10.87.0.1
ip neigh add 10.87.0.1 lladdr 02:00:00:00:00:01 dev out
exec "$@"
