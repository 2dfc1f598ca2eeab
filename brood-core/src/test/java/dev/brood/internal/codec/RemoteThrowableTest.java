package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import app.Model;
import dev.brood.exception.RemoteTaskException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@SuppressWarnings({"serial", "unused", "UnusedVariable"})
class RemoteThrowableTest {
  private static final ClassLoader HERE = RemoteThrowableTest.class.getClassLoader();
  private static final String PEER = "child-2 (pid 4711)";

  private static Throwable send(Throwable throwable) {
    return send(throwable, HERE);
  }

  private static Throwable send(Throwable throwable, ClassLoader receiver) {
    ByteSink sink = new ByteSink();
    RemoteThrowable.capture(throwable, HERE).put(sink);
    ByteSource source = new ByteSource();
    source.reset(sink);
    RemoteThrowable received = RemoteThrowable.get(source);
    assertThat(source.remaining()).isZero();
    assertThat(received.className()).isEqualTo(throwable.getClass().getName());
    return received.rebuild(new ShapeTable(receiver, null), PEER);
  }

  private static String print(Throwable throwable) {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void comesBackAsItself() {
    Samples.OwnException original =
        new Samples.OwnException("m", 7, new IllegalStateException("cause"));
    original.addSuppressed(new ArithmeticException("also"));
    Throwable back = send(original);
    assertThat(back)
        .isInstanceOf(Samples.OwnException.class)
        .hasMessage("m")
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(((Samples.OwnException) back).code).isEqualTo(7);
    assertThat(back.getSuppressed()).hasOnlyElementsOfType(ArithmeticException.class);
  }

  @Test
  void showsRemoteFramesThenTheBoundaryThenLocalFrames() {
    Exception original = new Exception("m");
    Throwable back = send(original);
    int remote = original.getStackTrace().length;
    assertThat(back.getStackTrace()).hasSize(remote + 1).startsWith(original.getStackTrace());
    assertThat(RemoteFrames.isBoundary(back.getStackTrace()[remote])).isTrue();
    assertThat(print(back))
        .contains("\tat ---- above: remote, below: local ----.boundary(child-2 (pid 4711))");
    StackTraceElement[] local = {new StackTraceElement("app.Main", "main", "Main.java", 12)};
    for (int i = 0; i < 2; i++) {
      assertThat(RemoteFrames.withLocal(back, local)).isSameAs(back);
      assertThat(back.getStackTrace()).hasSize(remote + 2).endsWith(local);
    }
    Throwable twice = RemoteFrames.withLocal(send(back), local);
    assertThat(twice.getStackTrace()).hasSize(remote + 4).endsWith(local);
  }

  @Test
  void localFramesAreNotPutIntoOtherThrowables() {
    Exception local = new Exception();
    StackTraceElement[] before = local.getStackTrace();
    RemoteFrames.withLocal(local, new StackTraceElement[3]);
    assertThat(local.getStackTrace()).isEqualTo(before);
  }

  static class HoldsAThread extends RuntimeException {
    private final Thread thread = Thread.currentThread();

    HoldsAThread(String message, Throwable cause) {
      super(message, cause);
    }
  }

  @Test
  void whatCannotBeSerializedArrivesAsAStandIn() {
    HoldsAThread original = new HoldsAThread("m", new Samples.OwnException("inner", 3, null));
    original.addSuppressed(new HoldsAThread("other", null));
    Throwable back = send(original);
    assertThat(back)
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining(HoldsAThread.class.getName() + ": m")
        .hasMessageContaining("java.lang.Thread");
    assertThat(((RemoteTaskException) back).remoteClassName())
        .isEqualTo(HoldsAThread.class.getName());
    assertThat(((RemoteTaskException) back).remoteMessage()).isEqualTo("m");
    assertThat(back.getStackTrace()).startsWith(original.getStackTrace());
    assertThat(back.getCause()).isInstanceOf(Samples.OwnException.class);
    assertThat(back.getSuppressed()).hasOnlyElementsOfType(RemoteTaskException.class);
  }

  static class Unknown extends Exception {
    private final Model.Customer customer = new Model.Customer("x");

    Unknown(Throwable cause) {
      super("m", cause);
    }
  }

  @Test
  void whatIsMissingHereArrivesAsAStandIn() {
    Throwable back =
        send(
            new ExecutionException(new Unknown(new IllegalStateException("deep"))),
            ClassLoader.getPlatformClassLoader());
    assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessageContaining("app.Model");
    assertThat(back.getCause()).isInstanceOf(RemoteTaskException.class);
    assertThat(((RemoteTaskException) back.getCause()).remoteClassName())
        .isEqualTo(Unknown.class.getName());
    assertThat(back.getCause().getCause())
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("deep");
  }

  static class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new StackOverflowError();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no frames");
    }

    @Override
    public void setStackTrace(StackTraceElement[] frames) {
      throw new IllegalStateException("no frames");
    }
  }

  static class HostileAndUnsendable extends Hostile {
    private final Object field = new Object();
  }

  @Test
  void methodsThatThrowDoNoHarm() {
    Throwable back = send(new Hostile());
    assertThat(back.getClass()).isEqualTo(Hostile.class);
    RemoteFrames.withLocal(back, new StackTraceElement[0]);
    assertThat(send(new HostileAndUnsendable())).isInstanceOf(RemoteTaskException.class);
  }

  static class CannotWrite extends Exception {
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("not today");
    }
  }

  static class CannotRead extends Exception {
    @Serial
    private void readObject(ObjectInputStream in) {
      throw new IllegalStateException("not today");
    }
  }

  static class BecomesAnother extends Exception {
    @Serial
    private Object readResolve() {
      return new Exception("another");
    }
  }

  static class BecomesText extends Exception {
    @Serial
    private Object writeReplace() {
      return "text";
    }
  }

  @Test
  void serializationThatFailsIsFoundByTheSender() {
    for (Throwable each :
        new Throwable[] {
          new CannotWrite(), new CannotRead(), new BecomesAnother(), new BecomesText()
        }) {
      assertThat(RemoteThrowable.capture(each, HERE).hasOriginal()).isFalse();
      assertThat(send(each))
          .isInstanceOf(RemoteTaskException.class)
          .hasMessageContaining(each.getClass().getName());
    }
  }

  static class WithoutFrames extends Exception {
    WithoutFrames(Throwable cause) {
      super("m", cause, false, false);
    }
  }

  @Test
  void withoutFrames() {
    Throwable back = send(new WithoutFrames(null));
    assertThat(back).isInstanceOf(WithoutFrames.class);
    assertThat(RemoteFrames.withLocal(back, new StackTraceElement[2]).getStackTrace()).isEmpty();
  }

  static class OwnCause extends Exception {
    private final transient Object notSent = new Object();

    @Override
    public synchronized Throwable getCause() {
      return notSent == null ? null : this;
    }
  }

  @Test
  void cycles() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    first.addSuppressed(second);
    Throwable back = send(first);
    assertThat(back.getCause().getCause()).isSameAs(back);
    assertThat(send(new OwnCause())).isInstanceOf(OwnCause.class);

    HoldsAThread a = new HoldsAThread("a", null);
    HoldsAThread b = new HoldsAThread("b", a);
    a.addSuppressed(b);
    Throwable standIn = send(a);
    assertThat(print(standIn)).contains("HoldsAThread: b").contains("it is its own cause");
  }

  @Test
  void longChainsOfCauses() {
    Throwable chain = new WithoutFrames(null);
    for (int i = 0; i < 50_000; i++) {
      chain = new WithoutFrames(chain);
    }
    Throwable back = send(chain);
    int depth = 0;
    for (Throwable each = back; each != null; each = each.getCause()) {
      depth++;
    }
    assertThat(depth).isEqualTo(50_001);
    Throwable bad = new HoldsAThread("bottom", null);
    for (int i = 0; i < 1000; i++) {
      bad = new HoldsAThread("level " + i, bad);
    }
    assertThat(print(send(bad))).contains("level 999");
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : recurse(depth + 1) + 1;
  }

  @Test
  void errorsOfTheJvm() {
    StackOverflowError overflow = null;
    try {
      recurse(0);
    } catch (StackOverflowError caught) {
      overflow = caught;
    }
    Throwable back = send(overflow);
    assertThat(back).isInstanceOf(StackOverflowError.class);
    assertThat(back.getStackTrace()).hasSize(overflow.getStackTrace().length + 1);
    assertThat(send(new OutOfMemoryError("Java heap space")))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("Java heap space");
  }

  @Test
  void frameDetailsArriveForStandIns() {
    HoldsAThread original = new HoldsAThread("m", null);
    original.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("loader", "module", "1.2", "app.X", "run", "X.java", 3),
          new StackTraceElement("app.Y", "native_", null, -2)
        });
    assertThat(send(original).getStackTrace()).startsWith(original.getStackTrace());
  }
}
