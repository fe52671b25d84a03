#include "CProcessShims.h"

#include <errno.h>
#include <malloc.h>
#include <sys/prctl.h>

int fifthcall_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno; }

int fifthcall_return_freed_blocks(int bytes, int arenas) {
  return mallopt(M_MMAP_THRESHOLD, bytes) && mallopt(M_TRIM_THRESHOLD, bytes) &&
                 mallopt(M_ARENA_MAX, arenas)
             ? 0
             : EINVAL;
}
