package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.Kind;
import java.io.Serial;

/** What is left of something that is read page by page. */
final class RemoteCursor extends RemoteProxy<CursorService> implements CursorService {

  @Serial private static final long serialVersionUID = 1L;

  RemoteCursor(CallTarget target) {
    super(target, Kind.CURSOR, CursorService.class);
  }

  @Override
  public Object[] next(int most) {
    return service.next(most);
  }
}
