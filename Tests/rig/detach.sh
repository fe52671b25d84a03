# Sourced first by the scripts here: begins anew without what the caller may hand down.
#
# Open files: Foundation's Process believes that a script runs until everything it handed down is
# closed, so a server started by the script would keep its caller waiting. Blocked signals: a
# process started from a Dispatch thread inherits that thread's mask, and could not be stopped.
if [ -z "${FIFTHCALL_DETACHED:-}" ]; then
  FIFTHCALL_DETACHED=1 exec perl -MPOSIX -e '
    POSIX::sigprocmask(SIG_SETMASK, POSIX::SigSet->new);
    POSIX::close($_) for 3 .. 255;
    exec { $ARGV[0] } @ARGV' /bin/bash "$0" "$@"
fi
