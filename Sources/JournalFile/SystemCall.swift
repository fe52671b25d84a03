import Glibc

/// The few calls to the system that the journal lives by, with interruptions retried.
enum SystemCall {
  /// The system's words for an error number.
  static func describe(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// Opens a file, closed when another program is started; -1 on error.
  ///
  /// Never waits: a pipe in the place of a file has no bytes instead of holding up the service.
  static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
    unsafe path.withCString { unsafe Glibc.open($0, flags | O_CLOEXEC | O_NONBLOCK, mode) }
  }

  /// Makes a folder; 0 or -1.
  static func makeFolder(_ path: String, mode: mode_t) -> Int32 { unsafe mkdir(path, mode) }

  /// Removes a file's name; 0 or -1.
  @discardableResult
  static func remove(_ path: String) -> Int32 { unsafe unlink(path) }

  /// Renames a file; 0 or -1.
  static func rename(_ path: String, to other: String) -> Int32 {
    unsafe Glibc.rename(path, other)
  }

  /// Gives a file or folder to an owner; 0 or -1.
  static func give(_ path: String, to owner: (user: UInt32, group: UInt32)) -> Int32 {
    unsafe chown(path, owner.user, owner.group)
  }

  /// Writes bytes from a place on; answers how many were taken, or the negated error number.
  static func write(_ file: Int32, _ bytes: [UInt8], from start: Int) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      while true {
        let written = unsafe Glibc.write(file, base + start, buffer.count - start)
        if written >= 0 { return written }
        if errno != EINTR { return -Int(errno) }
      }
    }
  }

  /// Reads up to `count` bytes from an offset; nil on error.
  static func read(_ file: Int32, at offset: Int64, count: Int) -> [UInt8]? {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = unsafe pread(file, base + filled, count - filled, Int(offset) + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          failed = true
          return
        }
      }
    }
    return failed ? nil : bytes
  }

  /// Length of an open file, -1 on error.
  static func length(_ file: Int32) -> Int64 {
    var status = stat()
    return unsafe fstat(file, &status) == 0 ? Int64(status.st_size) : -1
  }

  /// Whether an open file is the one that a path names.
  static func isSame(_ file: Int32, _ path: String) -> Bool {
    var open = stat()
    var named = stat()
    let isOpen = unsafe fstat(file, &open) == 0
    let isNamed = unsafe stat(path, &named) == 0
    return isOpen && isNamed && open.st_dev == named.st_dev && open.st_ino == named.st_ino
  }

  /// The name of the file system that a path is on, such as `ext4`, by /proc/self/mountinfo
  /// (proc(5)); nil when it cannot be told.
  static func fileSystem(of path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let table = open("/proc/self/mountinfo", O_RDONLY)
    guard table >= 0 else { return nil }
    defer { close(table) }
    let bytes = read(table, at: 0, count: 1 << 20) ?? []
    return MountTable.kind(
      of: MountTable.name(ofDevice: UInt64(status.st_dev)),
      in: String(decoding: bytes, as: UTF8.self))
  }

  /// Permission bits of a path; nil where there is nothing.
  static func mode(of path: String) -> mode_t? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// Owner and group of a path; nil where there is nothing.
  static func owner(of path: String) -> (user: UInt32, group: UInt32)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return (status.st_uid, status.st_gid)
  }

  /// Whether nothing of that name is there.
  static func isMissing(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) != 0 && errno == ENOENT
  }

  /// Whether an open file is a plain one.
  static func isPlainFile(_ file: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a path is a plain file and no link to one.
  static func isPlainFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Length of a plain file that nobody may write to; nil for anything else.
  static func lengthOfSealed(_ path: String) -> Int64? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_mode & 0o222 == 0
    else { return nil }
    return Int64(status.st_size)
  }

  /// Length of whatever is there; nil where nothing is.
  static func length(at path: String) -> Int64? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  /// Lets nobody write to a file; 0 or -1.
  @discardableResult
  static func seal(_ path: String) -> Int32 { unsafe chmod(path, 0o400) }

  /// Gives way to every other thread from now on; answers whether that was allowed.
  static func yieldToOthers() -> Bool { setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19) == 0 }

  /// Does nothing for so many milliseconds, a second at most.
  static func rest(_ milliseconds: Int64) {
    _ = usleep(UInt32(max(0, min(999, milliseconds))) * 1000)
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, unsorted; nil where it cannot be read.
  static func names(in folder: String) -> [String]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let item = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &item.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Syncs a folder; 0, the error number, or the negated one where it cannot be opened.
  static func syncFolder(_ path: String) -> Int32 {
    let folder = open(path, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { return -errno }
    defer { close(folder) }
    return fsync(folder) == 0 ? 0 : errno
  }

  /// A limit on the size of files must be an error of the write, not the end of the process in the
  /// middle of a line.
  static func ignoreFileSizeSignal() { _ = signal(SIGXFSZ, SIG_IGN) }

  /// Milliseconds since boot, suspend included.
  static func bootMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Milliseconds since 1970.
  static func wallMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
