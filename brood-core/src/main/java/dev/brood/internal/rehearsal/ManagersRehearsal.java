package dev.brood.internal.rehearsal;

import dev.brood.internal.child.Rehearsal;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.proxy.ProxyTypes;
import dev.brood.manager.Manager;
import dev.brood.proxy.ValueProxy;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Calls objects of a manager over a socket, as the client that a child is. */
public final class ManagersRehearsal implements Rehearsal {

  /** Bytes. */
  private static final int KEY = 32;

  /** For the service loader. */
  public ManagersRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(
        Manager.class.getPackageName(),
        ValueProxy.class.getPackageName(),
        ProxyTypes.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    byte[] key = new byte[KEY];
    // Where it goes with this process, whenever that ends.
    Path file = PrivateFolder.ofThisJvm().path().resolve("managers.sock");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    try (Manager server = Manager.builder().listen(address, key).serve();
        Manager client = Manager.connect(address, key)) {
      var list = client.<String>list();
      list.add("sample");
      var _ = list.get(0);
      var map = client.<String, Integer>map();
      map.put("sample", 1);
      passing.pass(server.lock()).lock();
    }
  }
}
