package insurancecontract.chassis.kubernetes;

/** The Kubernetes API did not give what was asked for; the message is one line and says why. */
public final class KubernetesRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For this reason, with what to do where something can be done. */
  KubernetesRefused(String reason) {
    super(reason, null, false, false);
  }
}
