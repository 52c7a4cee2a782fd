"""The dashboards: what is asked is data, what Grafana needs around it is made by its own builders.

``views`` says what a panel shows, ``asking`` what many panels ask, ``boards`` has the dashboards, one file each,
``drawing`` makes Grafana's model of them, and ``python -m deploy.grafana.build`` writes ``deploy/grafana/dashboards``.
"""
