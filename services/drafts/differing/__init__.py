"""What two lanes differ in, told in both languages."""
