// Loads nothing from other hosts: no validator, no sample API.
window.SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  persistAuthorization: false,
  presets: [window.SwaggerUIBundle.presets.apis],
});
