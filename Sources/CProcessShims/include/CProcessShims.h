// Typed entries for the system's variadic functions, which Swift cannot call. Only the
// ServiceRuntime module uses them.
#ifndef FIFTHCALL_CPROCESSSHIMS_H
#define FIFTHCALL_CPROCESSSHIMS_H

/// prctl(PR_SET_DUMPABLE, 0): no core file whatever the limits say, and the process's memory and
/// environment belong to root alone. Zero, or an errno.
int fifthcall_forbid_dumps(void);

#endif
