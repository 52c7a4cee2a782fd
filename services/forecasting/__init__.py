"""What is expected of open cases, lanes and departments: forecast now and then, published, held against what came."""
