/// What the log and its witnesses sign: checkpoints as C2SP signed notes.
@NullMarked
package io.carekeep.audit.note;

import org.jspecify.annotations.NullMarked;
