// What the build knows about itself; set by Package.swift.
#ifndef VIGIE_BUILD_INFO_H
#define VIGIE_BUILD_INFO_H

/// The commit this was built from, with `+` where the tree had uncommitted changes; "unknown" outside a checkout.
const char *vigie_build_commit(void);

/// Compiler of the C parts, as it names itself.
const char *vigie_build_compiler(void);

#endif
