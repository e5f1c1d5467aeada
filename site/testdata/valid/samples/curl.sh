# place an order
curl --data {{quote .Body}} {{quote .URL}}
