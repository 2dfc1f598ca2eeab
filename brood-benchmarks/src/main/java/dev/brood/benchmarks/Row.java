package dev.brood.benchmarks;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of the table: what is measured, in which unit, and by what on each side. */
public final class Row {

  /**
   * What no implementation on this machine can beat, or what stands for it.
   *
   * @param label what it is, as printed
   * @param probe what measures it
   */
  public record Limit(String label, Probe.Opener probe) {}

  private final String name;
  private final String summary;
  private final Unit unit;
  private final Settings full;
  private final Settings quick;
  private final Probe.Opener ours;
  private final boolean hasPeer;
  private final @Nullable Limit limit;

  private Row(Builder builder) {
    name = builder.name;
    summary = Objects.requireNonNull(builder.summary, "summary");
    unit = Objects.requireNonNull(builder.unit, "unit");
    full = Objects.requireNonNull(builder.full, "full");
    quick = Objects.requireNonNull(builder.quick, "quick");
    ours = Objects.requireNonNull(builder.ours, "ours");
    hasPeer = builder.hasPeer;
    limit = builder.limit;
  }

  /** Starts the description of the row of that name. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns the name, such as {@code pool.map}. */
  public String name() {
    return name;
  }

  /** Returns in one line what is measured. */
  public String summary() {
    return summary;
  }

  /** Returns what the value is counted in. */
  public Unit unit() {
    return unit;
  }

  /** Returns how much is run. */
  public Settings settings(boolean quickly) {
    return quickly ? quick : full;
  }

  /** Returns what measures Brood. */
  public Probe.Opener ours() {
    return ours;
  }

  /** Returns whether the CPython scripts have a row of the same name. */
  public boolean hasPeer() {
    return hasPeer;
  }

  /** Returns what stands beside it as the limit, if anything does. */
  public Optional<Limit> limit() {
    return Optional.ofNullable(limit);
  }

  /** Puts a row together. */
  public static final class Builder {
    private final String name;
    private @Nullable String summary;
    private @Nullable Unit unit;
    private @Nullable Settings full;
    private @Nullable Settings quick;
    private Probe.@Nullable Opener ours;
    private boolean hasPeer;
    private @Nullable Limit limit;

    private Builder(String name) {
      this.name = name;
    }

    /** Sets what is measured, in one line, and its unit. */
    public Builder measures(String what, Unit in) {
      summary = what;
      unit = in;
      return this;
    }

    /** Sets how much a full run does. */
    public Builder full(Settings settings) {
      full = settings;
      return this;
    }

    /** Sets how much a quick run does. */
    public Builder quick(Settings settings) {
      quick = settings;
      return this;
    }

    /** Sets what measures Brood. */
    public Builder ours(Probe.Opener probe) {
      ours = probe;
      return this;
    }

    /** Says that the CPython scripts have a row of the same name. */
    public Builder besideCPython() {
      hasPeer = true;
      return this;
    }

    /** Sets the limit beside it. */
    public Builder limit(String label, Probe.Opener probe) {
      limit = new Limit(label, probe);
      return this;
    }

    /** Returns the row. */
    public Row build() {
      return new Row(this);
    }
  }
}
