// No outside host is asked for anything: neither a validator nor a sample of another API.
window.SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  persistAuthorization: false,
  presets: [window.SwaggerUIBundle.presets.apis],
});
