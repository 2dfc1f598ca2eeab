package fork;

import dev.brood.exception.ProcessStartException;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;

/** Forks a child that has a static field of its owner. */
public class Main {
  private static String state = "first";

  public static void main(String[] args) throws InterruptedException {
    ForkScope.setForThisJvm(ForkScope.packages("fork"));
    state = "changed";
    try (JvmProcess child =
        JvmProcess.builder()
            .target(() -> System.out.println("child: " + state))
            .startMethod(StartMethod.FORK)
            .start()) {
      child.join();
      System.out.println(child.exitStatus().orElseThrow());
    } catch (ProcessStartException e) {
      System.out.println(e.getMessage());
    }
  }
}
