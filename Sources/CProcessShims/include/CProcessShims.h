// What Swift cannot reach: variadic functions, and headers that its module of the C library leaves out.
// Only the ServiceRuntime module uses them.
#ifndef FIFTHCALL_CPROCESSSHIMS_H
#define FIFTHCALL_CPROCESSSHIMS_H

/// prctl(PR_SET_DUMPABLE, 0): no core file whatever the limits say, and the process's memory and
/// environment belong to root alone. Zero, or an errno.
int fifthcall_forbid_dumps(void);

/// mallopt(3): blocks of so many bytes or more go back to the system when they are freed, and the top of the
/// heap when so much of it is free; small ones lie in so many arenas at most. Zero, or an errno.
int fifthcall_return_freed_blocks(int bytes, int arenas);

#endif
