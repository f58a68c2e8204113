package insurancecontract.standalone.architecture.wrong.standalone;

/** Whatever is put together here is nobody else's concern. */
public record Platform() {}
