curl https://{{.Host}}/
