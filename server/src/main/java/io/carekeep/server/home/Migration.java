package io.carekeep.server.home;

import java.nio.file.Path;

/// One step from a format to the next. A kill may stop it anywhere, and it then runs again from its start: each step is
/// safe to repeat. The schemas of the database migrate by themselves; this is for the rest of the folder.
/// @param to the format that it leads to
record Migration(int to, Work work) {

    /// What is done.
    interface Work {
        void in(Path folder);
    }
}
