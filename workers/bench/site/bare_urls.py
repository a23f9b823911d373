"""A view that writes one row and does nothing else: the limit of what a Django view that stores something can do."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from workers.models import Job


@csrf_exempt
def write_one_row(request: HttpRequest) -> JsonResponse:
    answer = JsonResponse({"id": Job.objects.create(name="bench", arguments={}).pk})
    answer["Content-Length"] = len(answer.content)  # without it, and without middleware, the connection is not kept
    return answer


urlpatterns = [path("row", write_one_row)]
