# Whether anybody listens on a TCP port. The kernel is asked: a try at the port would use up a fault
# that a server was told to make, and would stand in its log as a customer's connection.
listens() { grep -q ":$(printf '%04X' "$1") 00000000:0000 0A" /proc/net/tcp; }
