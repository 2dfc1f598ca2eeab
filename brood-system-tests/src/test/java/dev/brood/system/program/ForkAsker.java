package dev.brood.system.program;

import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;

/** Asks for the start methods, before and after one was enabled, and in a child. */
public final class ForkAsker {
  private static String state = "first";

  private ForkAsker() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println(StartMethod.available());
    try {
      StartMethod.setDefault(StartMethod.FORK);
    } catch (IllegalArgumentException e) {
      System.out.println("refused: " + e.getMessage());
    }
    ForkScope.setForThisJvm(ForkScope.packages("dev.brood.system.program"));
    System.out.println(StartMethod.available());
    StartMethod.setDefault(StartMethod.FORK);
    System.out.println("default: " + StartMethod.ofThisJvm());
    state = "changed";
    JvmProcess.start(() ->
            System.out.println(
                "child: " + state + " " + StartMethod.ofThisJvm() + " " + StartMethod.available()))
        .join();
  }
}
