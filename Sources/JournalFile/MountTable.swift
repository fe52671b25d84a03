/// Reads the system's table of mounts, /proc/self/mountinfo (proc(5)).
package enum MountTable {
  /// The kind of file system of a device `MAJOR:MINOR`; nil when the table has none.
  package static func kind(of device: String, in table: String) -> String? {
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 4, fields[2] == device,
        let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      return String(fields[dash + 1])
    }
    return nil
  }

  /// A device number as the table writes it (makedev(3) of glibc).
  static func name(ofDevice device: UInt64) -> String {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    return "\(major):\(minor)"
  }

  /// Whether locks and syncs mean on it what a journal needs: not over a network, and not in
  /// programs of users.
  package static func isForeign(_ kind: String) -> Bool {
    let network: Set = [
      "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "coda", "ncpfs", "glusterfs",
      "lustre",
    ]
    return network.contains(kind) || kind == "fuse" || kind.hasPrefix("fuse.")
  }
}
