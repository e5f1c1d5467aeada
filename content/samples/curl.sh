curl --include \
  --header "Authorization: Bearer $HYPER_TOKEN" \
  --header 'Content-Type: application/json' \
  --data {{quote .Body}} \
  {{quote .URL}}
