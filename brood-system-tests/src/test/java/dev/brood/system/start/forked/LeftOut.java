package dev.brood.system.start.forked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.NotForked;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What children do not get, also where an initializer runs again or a constructor needs it. */
public final class LeftOut {
  static final DateTimeFormatter MAKES_IT_RUN_AGAIN = DateTimeFormatter.ofPattern("yyyy");
  @NotForked static @Nullable Thread worker = new Thread(() -> {});
  @NotForked static int count = 7;
  static @Nullable Job job;
  static @Nullable Mode mode;
  static final Map<String, Integer> RECENT = new LinkedHashMap<>(16, 0.75f, true);

  private LeftOut() {}

  /** Fills the fields, in the parent. */
  public static void change() {
    job = new Job("job", new Thread(() -> {}), 3);
    mode = Mode.FAST;
    RECENT.putAll(Map.of("a", 1, "b", 2));
    RECENT.get("a");
  }

  /** Checks them, in the child. */
  public static void check() {
    assertThat(MAKES_IT_RUN_AGAIN).isNotNull();
    assertThat(worker).isNull();
    assertThat(count).isZero();
    assertThat(job).isEqualTo(new Job("job", null, 0));
    assertThat(Mode.worker).isNull();
    assertThat(Objects.requireNonNull(mode).own).isNull();
    assertThat(RECENT).containsOnlyKeys("a", "b");
    assertThat(RECENT.keySet()).containsExactly("b", "a");
    RECENT.get("b");
    assertThat(RECENT.keySet()).containsExactly("a", "b");
  }

  /** A record with components that are not copied. */
  record Job(String name, @NotForked @Nullable Thread worker, @NotForked int tries) {}

  @SuppressWarnings("ImmutableEnumChecker")
  enum Mode {
    FAST;

    @NotForked static @Nullable Thread worker = new Thread(() -> {});
    @NotForked @Nullable Thread own = new Thread(() -> {});
  }
}
