"""Ways to talk to others: sockets of every family."""

from __future__ import annotations

import ctypes
import encodings.idna  # noqa: F401 - else a name is never looked up for want of this module
import socket

from tests.isolation.probes.target import Target, checked, libc

_VSOCK, _BLUETOOTH, _ALGORITHMS = 40, 31, 38
_X32 = 0x40000000


def connect_by_tcp(target: Target) -> None:
    socket.create_connection(target.tcp, timeout=10)


def send_by_udp(target: Target) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"escaped", target.udp)


def open_a_socket_of_ipv6(_: Target) -> None:
    socket.socket(socket.AF_INET6, socket.SOCK_STREAM)


def open_a_socket_by_the_other_numbers(_: Target) -> None:
    checked(int(libc.syscall(ctypes.c_long(_X32 + 41), socket.AF_INET, socket.SOCK_STREAM, 0)))


def connect_to_a_socket_file(target: Target) -> None:
    socket.socket(socket.AF_UNIX).connect(target.path_socket)


def send_to_a_socket_file(target: Target) -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"escaped", target.datagram_socket)


def send_to_a_socket_file_from_a_pair(target: Target) -> None:
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(b"escaped", target.datagram_socket)


def hand_a_descriptor_over(target: Target) -> None:
    given = socket.socket(socket.AF_UNIX)
    given.connect(target.path_socket)
    socket.send_fds(given, [b"escaped"], [target.inherited])


def connect_to_an_abstract_socket(target: Target) -> None:
    socket.socket(socket.AF_UNIX).connect(target.abstract_socket)


def wait_on_an_abstract_socket(_: Target) -> None:
    mine = socket.socket(socket.AF_UNIX)
    mine.bind("\0probe-of-ours")
    mine.listen()


def resolve_a_name(_: Target) -> None:
    assert socket.getaddrinfo("localhost", 80)


def list_network_interfaces(_: Target) -> None:
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    netlink.bind((0, 0))


def open_a_raw_socket(_: Target) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def open_a_socket_to_the_host_of_this_machine(_: Target) -> None:
    socket.socket(_VSOCK, socket.SOCK_STREAM, 0)


def open_a_socket_to_the_kernels_ciphers(_: Target) -> None:
    socket.socket(_ALGORITHMS, socket.SOCK_SEQPACKET, 0)


def open_a_bluetooth_socket(_: Target) -> None:
    socket.socket(_BLUETOOTH, socket.SOCK_RAW, 1)


WAYS = (
    connect_by_tcp, send_by_udp, open_a_socket_of_ipv6, open_a_socket_by_the_other_numbers, connect_to_a_socket_file,
    send_to_a_socket_file, send_to_a_socket_file_from_a_pair, hand_a_descriptor_over, connect_to_an_abstract_socket,
    wait_on_an_abstract_socket, resolve_a_name, list_network_interfaces, open_a_raw_socket,
    open_a_socket_to_the_host_of_this_machine, open_a_socket_to_the_kernels_ciphers, open_a_bluetooth_socket,
)  # fmt: skip
