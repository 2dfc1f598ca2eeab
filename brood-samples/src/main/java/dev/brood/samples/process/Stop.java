package dev.brood.samples.process;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import java.util.List;

/** Three ways to stop a child that loops: ask its thread, ask the process, or kill it. */
public final class Stop {
  static void main() throws InterruptedException {
    var asked = JvmProcess.builder().target(Stop::loop).name("interrupt").start();
    var told = JvmProcess.builder().target(Stop::loop).name("terminate").start();
    var shot = JvmProcess.builder().target(Stop::loop).name("kill").start();
    Thread.sleep(ofSeconds(1));

    asked.interrupt();
    told.terminate();
    shot.kill();

    for (var child : List.of(asked, told, shot)) {
      child.join();
      IO.println(child.name() + ": " + describe(child.exitStatus().orElseThrow()));
    }
  }

  static void loop() throws InterruptedException {
    try {
      while (true) {
        Thread.sleep(ofMillis(100));
      }
    } finally {
      IO.println(JvmProcess.current().name() + ": cleaning up");
    }
  }

  static String describe(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "exit code " + code;
      case ExitStatus.Killed(int signal, String name) -> "killed by " + name + " (" + signal + ")";
      case ExitStatus.Lost() -> "lost";
    };
  }
}
