package dev.brood.system.support;

import dev.brood.jvm.StartMethod;
import dev.brood.process.Spares;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has children taken from spares, which are there when a test begins and gone after it. */
public final class FromSpares implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);
    if (!Spares.prepare(Delays.PATIENT)) {
      throw new AssertionError("spares do not start");
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Spares.release();
    StartMethod.setDefaultAgain(StartMethod.SPAWN);
  }
}
