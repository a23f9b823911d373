"""The seven pilot cities of data annotation, one organisation each, from the first start on."""

from django.db import migrations

CITIES = [
    ("chengdu", "成都", "Chengdu"),
    ("shenyang", "沈阳", "Shenyang"),
    ("hefei", "合肥", "Hefei"),
    ("changsha", "长沙", "Changsha"),
    ("haikou", "海口", "Haikou"),
    ("baoding", "保定", "Baoding"),
    ("datong", "大同", "Datong"),
]


def seed(apps, schema_editor):
    organisation = apps.get_model("projects", "Organisation")
    for slug, zh, en in CITIES:
        organisation.objects.get_or_create(slug=slug, defaults={"name_zh": zh, "name_en": en})


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_queue_holds_open_places")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
