internal import CProcessShims
import Glibc

/// Core files would hold passwords and customers' data.
package enum CoreFiles {
  /// Lets the process leave none, however it is started and however it ends.
  ///
  /// The unit's `LimitCORE=0` holds only there, and a handler that the kernel pipes cores to need
  /// not ask for it. Other processes of the same user can then read neither memory nor environment.
  package static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = fifthcall_forbid_dumps()
  }
}
