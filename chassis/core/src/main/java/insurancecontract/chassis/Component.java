package insurancecontract.chassis;

import io.vertx.core.Future;

/** A part of a service that is started once and stopped once. */
public interface Component {
  /** Completes when the part can do its work; a failed start leaves nothing open. */
  Future<Void> start();

  /** Completes when all resources are released; safe after a failed start. */
  Future<Void> stop();
}
