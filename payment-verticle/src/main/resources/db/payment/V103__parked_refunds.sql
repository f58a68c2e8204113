-- Refunds that were parked before there was one list of all that waits for a person.
insert into parked (kind, origin, subject, reason, detail, parked_at)
select 'refund', 'payment/' || payment_id || '/' || version, subscription_id, parked_reason,
       json_build_object('paymentId', payment_id, 'customerId', customer_id, 'amount', amount,
                         'currency', currency, 'because', reason),
       parked_at
  from payment
 where parked_at is not null
    on conflict (origin) do nothing;
