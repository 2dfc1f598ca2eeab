package dev.brood.system.support;

import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.Spares;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has children forked, with the static state of the classes in the test's package. */
public final class Forked implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    ForkScope.setForThisJvm(ForkScope.packages(context.getRequiredTestClass().getPackageName()));
    StartMethod.setDefaultAgain(StartMethod.FORK);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Spares.release();
    StartMethod.setDefaultAgain(StartMethod.SPAWN);
  }
}
