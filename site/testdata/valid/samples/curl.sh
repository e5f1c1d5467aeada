# place an order
curl --data {{body ""}} {{quote "https://" .Host .Path}} # {{comment .Title}}
