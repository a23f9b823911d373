// The page of the API's own description, shown by Swagger UI, which stands in the page as a script of its own.
declare const SwaggerUIBundle: (options: Record<string, unknown>) => void;

const place = document.querySelector<HTMLElement>("[data-schema]");
if (place) {
  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
  });
}
