package insurancecontract.view.projection;

class InMemoryViewRowsTest implements ViewRowsContract {
  @Override
  public ViewRows empty() {
    return new InMemoryViewRows();
  }
}
